using System.Runtime.InteropServices;
using System.Text;

namespace Lobsterd.Standin.Interface;

/// <summary>System calls by number (x86-64), on the calling thread alone: a stand-in does what the real program does, in the same order and no more.</summary>
public static unsafe partial class Kernel
{
    private const int ChildSignal = 17;

    [ThreadStatic]
    private static int lastError;

    /// <summary>The error number of this thread's last call; 0 when it succeeded.</summary>
    public static int LastError => lastError;

    /// <summary>A call; negative when it failed, and <see cref="LastError"/> says why.</summary>
    public static long Call(long number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0)
    {
        var result = SystemCall(number, a, b, c, d, e, 0);
        lastError = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result;
    }

    /// <summary>A call whose first argument is a path.</summary>
    public static long Path(long number, string path, nint b = 0, nint c = 0, nint d = 0)
    {
        fixed (byte* first = Native(path)) return Call(number, (nint)first, b, c, d);
    }

    public static long Open(string path, int flags, int mode = 0) => Path(2, path, flags, mode);

    public static void Close(long descriptor) => Call(3, (nint)descriptor);

    public static long ChangeMode(string path, int mode) => Path(90, path, mode);

    public static long ChangeOwner(string path, uint user, uint group) => Path(92, path, (nint)user, (nint)group);

    public static long MakeFolder(string path, int mode) => Path(83, path, mode);

    public static long MakeCharacterDevice(string path, int major, int minor) =>
        Path(133, path, 0x2180, (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12));

    public static long Mount(string? source, string target, string? type, long flags, string? options = null)
    {
        fixed (byte* a = Native(source), b = Native(target), c = Native(type), e = Native(options))
            return Call(165, (nint)a, (nint)b, (nint)c, (nint)flags, (nint)e);
    }

    public static long PivotRoot(string newRoot, string putOld)
    {
        fixed (byte* a = Native(newRoot), b = Native(putOld)) return Call(155, (nint)a, (nint)b);
    }

    /// <summary>fork(2), with namespaces for the child: 0 in the child, which may make calls and exec, and nothing else.</summary>
    public static int Fork(long namespaces = 0) => (int)Call(56, (nint)(namespaces | ChildSignal));

    /// <summary>execve(2) with an empty environment; returns only when it failed.</summary>
    public static void Execute(string program, IReadOnlyList<string> arguments)
    {
        var texts = arguments.Select(Native).ToArray();
        var vector = new nint[texts.Length + 1];
        var pins = texts.Select(text => GCHandle.Alloc(text, GCHandleType.Pinned)).ToArray();
        for (var i = 0; i < pins.Length; i++) vector[i] = pins[i].AddrOfPinnedObject();
        nint none = 0;
        fixed (byte* path = Native(program))
        fixed (nint* words = vector)
            Call(59, (nint)path, (nint)words, (nint)(&none));
        foreach (var pin in pins) pin.Free();
    }

    public static long Write(long descriptor, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data) return Call(1, (nint)descriptor, (nint)start, data.Length);
    }

    /// <summary>exit_group(2): ends the process now, with none of the runtime's farewells.</summary>
    public static void Exit(int code) => Call(231, code);

    public static void Say(string text) => Write(1, Encoding.UTF8.GetBytes(text));

    public static void Complain(string text) => Write(2, Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes of a C string; null stays null.</summary>
    public static byte[]? Native(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text + "\0");

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(long number, nint a, nint b, nint c, nint d, nint e, nint f);
}
