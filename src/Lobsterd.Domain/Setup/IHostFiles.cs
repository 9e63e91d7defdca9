using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Setup;

/// <summary>The folders that lobsterd lives in, and the mark that <c>init</c> has run.</summary>
public interface IHostFiles
{
    /// <summary>Whether <c>init</c> ran to its end on this root.</summary>
    bool IsInitialized { get; }

    /// <summary>Makes every folder with its owner and mode; what is there already is made right.</summary>
    /// <error code="host.files.failed">One of them could not be made.</error>
    UnitResult<LobsterError> EnsureFolders();

    /// <summary>Writes the mark, durably.</summary>
    UnitResult<LobsterError> MarkInitialized();

    /// <summary>Removes the mark and all data; configuration, registry and the service's run folder stay for the caller that stops the service.</summary>
    UnitResult<LobsterError> RemoveData();
}
