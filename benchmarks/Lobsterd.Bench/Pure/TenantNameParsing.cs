using BenchmarkDotNet.Attributes;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Bench.Pure;

/// <summary>The check that every request begins with.</summary>
public class TenantNameParsing
{
    // A field, not a constant: the compiler must not know the answer.
    private readonly string longest = "abcdefghijklmnopqrstuvwxyz-01234";

    [Benchmark]
    public bool Check() => TenantName.Parse(longest).IsSuccess;
}
