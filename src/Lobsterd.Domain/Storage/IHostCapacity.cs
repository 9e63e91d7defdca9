using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Storage;

/// <summary>Reads what the host has left.</summary>
public interface IHostCapacity
{
    /// <summary>A fresh reading; costs two small reads of the kernel.</summary>
    /// <error code="storage.capacity.unreadable">The kernel or the file system does not tell.</error>
    Result<HostCapacity, LobsterError> Read();
}
