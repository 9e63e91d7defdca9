using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Linux.Descriptors;

/// <summary>An owned file descriptor; closed once, when disposed.</summary>
/// <remarks>Calls that return descriptors are imported as <c>int</c> and adopted: libc's -1 is not sign-extended to a handle's width, so a
/// failed <c>open</c> imported as a SafeHandle would look valid.</remarks>
public sealed class Fd() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>The descriptor's number, for messages and for handing it to a child; valid until disposed.</summary>
    public int Number => (int)handle;

    /// <summary>Takes ownership of a descriptor, or of the -1 of a failed call.</summary>
    public static Fd Adopt(int fd)
    {
        var owner = new Fd();
        owner.SetHandle(fd);
        return owner;
    }

    /// <summary>Gives the descriptor up to another owner, e.g. a <see cref="SafeFileHandle"/>; this object is empty afterwards.</summary>
    public SafeFileHandle TakeFileHandle()
    {
        var taken = new SafeFileHandle(handle, ownsHandle: true);
        SetHandleAsInvalid();
        return taken;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => DescriptorCalls.Close((int)handle) == 0;
}
