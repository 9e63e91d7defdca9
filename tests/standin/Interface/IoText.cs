using System.Globalization;

namespace Lobsterd.Standin.Interface;

/// <summary>Error numbers in the words of the real programs' C library.</summary>
public static class IoText
{
    public static string Last => Of(Kernel.LastError);

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{Words(number)} (os error {number})");

    private static string Words(int number) => number switch
    {
        1 => "Operation not permitted",
        2 => "No such file or directory",
        6 => "No such device or address",
        9 => "Bad file descriptor",
        13 => "Permission denied",
        16 => "Resource busy",
        17 => "File exists",
        19 => "No such device",
        20 => "Not a directory",
        21 => "Is a directory",
        22 => "Invalid argument",
        24 => "No file descriptors available",
        27 => "File too large",
        28 => "No space left on device",
        30 => "Read-only file system",
        40 => "Symbolic link loop",
        98 => "Address in use",
        111 => "Connection refused",
        _ => "Error",
    };
}
