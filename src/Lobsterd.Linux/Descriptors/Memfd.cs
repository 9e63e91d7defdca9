using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Descriptors;

/// <summary>Anonymous files in memory (memfd_create(2)).</summary>
public static class Memfd
{
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;

    /// <summary>Makes an empty one, readable and writable, that can be sealed.</summary>
    /// <param name="name">Shown in /proc for people, at most 249 bytes.</param>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    public static Result<Fd, LobsterError> Create(string name)
    {
        var opened = Fd.Adopt(DescriptorCalls.MemfdCreate(name, CloseOnExec | AllowSealing));
        return opened.IsInvalid ? Errno.Last(DescriptorErrors.OpenFailed, name) : opened;
    }

    /// <summary>Writes all of a text's bytes and goes back to the start, for a child that shall read them as its input.</summary>
    /// <error code="descriptor.write.failed">No memory is left.</error>
    public static UnitResult<LobsterError> Fill(Fd memfd, ReadOnlySpan<byte> content)
    {
        if (memfd.Write(content).TryGetError(out var error)) return error;
        return DescriptorCalls.Seek(memfd.Number, 0, 0) < 0
            ? Errno.Last(DescriptorErrors.WriteFailed, $"descriptor {memfd.Number}")
            : UnitResult.Success<LobsterError>();
    }

    /// <summary>Forbids further changes of a memfd for good.</summary>
    /// <error code="descriptor.control.failed">A writable shared mapping exists, or it is sealed against sealing.</error>
    public static UnitResult<LobsterError> Seal(Fd memfd, MemfdSeals seals) =>
        DescriptorCalls.Fcntl(memfd.Number, AddSeals, (int)seals) < 0
            ? Errno.Last(DescriptorErrors.ControlFailed, $"descriptor {memfd.Number}")
            : UnitResult.Success<LobsterError>();
}
