using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Reef.Access;

/// <summary>Tokens kept in memory, on a disk that may be full.</summary>
internal sealed class MemoryTokenFile : ITokenFile
{
    internal IReadOnlyList<ApiToken> Kept { get; private set; } = [];

    internal int Saves { get; private set; }

    internal bool IsFull { get; set; }

    public Result<IReadOnlyList<ApiToken>, LobsterError> Load() => Result.Success<IReadOnlyList<ApiToken>, LobsterError>(Kept);

    public UnitResult<LobsterError> Save(IReadOnlyList<ApiToken> tokens)
    {
        if (IsFull) return new LobsterError(AccessErrors.TokensUnwritten, "the disk is full");
        Kept = tokens;
        Saves++;
        return UnitResult.Success<LobsterError>();
    }
}
