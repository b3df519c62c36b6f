// libtorch's random generator and thread count belong to the process.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
