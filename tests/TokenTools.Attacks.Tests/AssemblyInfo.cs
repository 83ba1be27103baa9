// Timeouts and stops are part of these tests: they do not compete with each other for the processor.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
