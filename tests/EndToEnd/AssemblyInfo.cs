using Lobsterd.Tests.Fixtures;
using Xunit;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]
