using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>Remembers where the API listens on TCP. A file of its own: <c>config.json</c> is its operator's, and no program writes it.</summary>
public interface IBuoyFile
{
    /// <summary>Reads it; a missing file means nowhere.</summary>
    /// <error code="access.buoy.file">It cannot be read.</error>
    /// <error code="access.buoy.invalid">It asks for what is refused.</error>
    Result<Maybe<BuoySettings>, LobsterError> Load();

    /// <summary>Writes it, durably; null removes it.</summary>
    /// <error code="access.buoy.file">It could not be written.</error>
    UnitResult<LobsterError> Save(BuoySettings? settings);
}
