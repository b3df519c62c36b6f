// The end-to-end tests start processes of their own; side by side they would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
