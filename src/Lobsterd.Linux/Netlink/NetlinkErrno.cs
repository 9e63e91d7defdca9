namespace Lobsterd.Linux.Netlink;

/// <summary>The error numbers by which netlink's refusals are told apart (asm-generic/errno.h).</summary>
internal static class NetlinkErrno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int NoSuchProcess = 3;
    internal const int NoSuchInterface = 6;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;
    internal const int Exists = 17;
    internal const int NoDevice = 19;
    internal const int BadMessage = 74;
    internal const int NoSuchAddress = 99;
}
