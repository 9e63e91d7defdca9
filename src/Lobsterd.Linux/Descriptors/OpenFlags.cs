namespace Lobsterd.Linux.Descriptors;

/// <summary>The <c>O_</c> flags of open(2) on x86-64 (asm-generic/fcntl.h).</summary>
public static class OpenFlags
{
    /// <summary>O_RDONLY</summary>
    public const int ReadOnly = 0;

    /// <summary>O_WRONLY</summary>
    public const int WriteOnly = 1;

    /// <summary>O_RDWR</summary>
    public const int ReadWrite = 2;

    /// <summary>O_CREAT</summary>
    public const int Create = 0x40;

    /// <summary>O_EXCL</summary>
    public const int Exclusive = 0x80;

    /// <summary>O_NOCTTY</summary>
    public const int NoControllingTerminal = 0x100;

    /// <summary>O_TRUNC</summary>
    public const int Truncate = 0x200;

    /// <summary>O_APPEND</summary>
    public const int Append = 0x400;

    /// <summary>O_NONBLOCK</summary>
    public const int NonBlocking = 0x800;

    /// <summary>O_DIRECTORY</summary>
    public const int Directory = 0x1_0000;

    /// <summary>O_NOFOLLOW</summary>
    public const int NoFollow = 0x2_0000;

    /// <summary>O_CLOEXEC</summary>
    public const int CloseOnExec = 0x8_0000;

    /// <summary>O_PATH</summary>
    public const int PathOnly = 0x20_0000;

    /// <summary>O_TMPFILE: a file without a name in the folder that is opened.</summary>
    public const int Nameless = 0x40_0000 | Directory;
}
