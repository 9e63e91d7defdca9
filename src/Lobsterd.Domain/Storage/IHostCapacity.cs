using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Storage;

/// <summary>Reads what the host has left.</summary>
public interface IHostCapacity
{
    /// <summary>A fresh reading; costs two small reads of the kernel.</summary>
    Result<HostCapacity, LobsterError> Read();
}
