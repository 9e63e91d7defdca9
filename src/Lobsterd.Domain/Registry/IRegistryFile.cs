using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Registry;

/// <summary>The durable home of the registry, held under a file lock from construction to disposal.</summary>
public interface IRegistryFile : IDisposable
{
    /// <summary>Reads the newest readable generation, migrating older schemas; a missing file is an empty registry.</summary>
    /// <error code="registry.load.damaged">Neither generation can be read.</error>
    /// <error code="registry.load.newer">A newer lobsterd wrote it.</error>
    /// <error code="registry.load.inconsistent">It contradicts itself.</error>
    Result<RegistrySnapshot, LobsterError> Load();

    /// <summary>Writes a generation: temporary file, fsync, the present one kept as <c>.bak</c>, rename, fsync of the folder.</summary>
    /// <error code="registry.write.failed">It could not be made durable; the file is as it was.</error>
    UnitResult<LobsterError> Save(RegistrySnapshot snapshot);

    /// <summary>Whether the file holds a generation, whole; reads it anew and changes nothing.</summary>
    /// <error code="registry.load.damaged">It cannot be read, or is another generation.</error>
    UnitResult<LobsterError> Verify(RegistrySnapshot snapshot);

    /// <summary>Writes a generation over a file that does not hold it: a damaged one is set aside, and never becomes the <c>.bak</c>.</summary>
    /// <error code="registry.write.failed">It could not be made durable.</error>
    UnitResult<LobsterError> Rewrite(RegistrySnapshot snapshot);
}
