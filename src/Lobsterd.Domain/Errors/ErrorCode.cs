namespace Lobsterd.Domain.Errors;

/// <summary>A stable name for one way to fail, made only in its room's catalogue (a static class named <c>…Errors</c>).</summary>
/// <param name="Name">Room, act, reason, joined by dots and in lower case, e.g. <c>tap.create.busy</c>. Never renamed.</param>
/// <param name="Kind">The sort of failure, which decides HTTP status and exit code.</param>
public sealed record ErrorCode(string Name, ErrorKind Kind)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
