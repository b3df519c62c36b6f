// libtorch's random generator, thread count and live-tensor count belong to the process; the tests that assert on them run alone.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
