namespace Lobsterd.Standin.Firecracker.Api;

/// <summary>A request that is none: its answer is no valid JSON, as the real one's is not.</summary>
internal sealed class WireError(string reason) : Exception(reason)
{
    internal string Body => $"{{ \"error\": \"{Message}\nAll previous unanswered requests will be dropped.\" }}";
}
