// Tests count this program's child processes, so only one may run at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
