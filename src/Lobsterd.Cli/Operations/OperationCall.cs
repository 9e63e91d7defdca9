using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Operations;

/// <summary>A request that begins an operation, and what a client knows about repeating it.</summary>
/// <param name="Title">As the screen tells it, e.g. <c>spawn alice</c>.</param>
/// <param name="Method">POST or DELETE.</param>
/// <param name="Path">Of the API.</param>
internal sealed record OperationCall(string Title, string Method, string Path)
{
    /// <summary>JSON; null for none.</summary>
    internal byte[]? Body { get; init; }

    /// <summary>Whether Ctrl-C undoes it; what cannot be undone goes on without us.</summary>
    internal bool CanBeCancelled { get; init; }

    /// <summary>The error by which the service says that it is done already. It counts as success only after a lost connection: then the first try did it.</summary>
    internal string? DoneAlready { get; init; }

    /// <summary>Whether the success of an operation that an earlier run began still stands; a repeated command then ends with it.</summary>
    internal Func<OperationBody, CancellationToken, Task<bool>> StillStands { get; init; } = (_, _) => Task.FromResult(false);

    internal bool IsDoneBy(LobsterError error) => DoneAlready is not null && error.Code.Name == DoneAlready;
}
