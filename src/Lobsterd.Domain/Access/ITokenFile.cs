using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>The durable home of the API's tokens.</summary>
public interface ITokenFile
{
    /// <summary>Reads them; a missing file holds none.</summary>
    /// <error code="access.tokens.damaged">It cannot be read; nothing was changed.</error>
    Result<IReadOnlyList<ApiToken>, LobsterError> Load();

    /// <summary>Replaces them all, durably.</summary>
    /// <error code="access.tokens.unwritten">It could not be written; the file is as it was.</error>
    UnitResult<LobsterError> Save(IReadOnlyList<ApiToken> tokens);
}
