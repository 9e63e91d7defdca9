using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Sorts the error numbers of file calls into this room's few codes.</summary>
internal static class FileErrno
{
    private const int CrossDevice = 18;
    private const int NotTerminal = 25;
    private const int NoSpace = 28;
    private const int NotSupported = 95;
    private const int QuotaReached = 122;

    /// <summary>The last call's failure.</summary>
    internal static LobsterError Last(string subject) => Of(Errno.LastNumber, subject);

    internal static LobsterError Of(int number, string subject) => Errno.Of(number, CodeOf(number), subject);

    private static ErrorCode CodeOf(int number) => number switch
    {
        Errno.NoEntry => FileErrors.Missing,
        NoSpace or QuotaReached => FileErrors.NoRoom,
        NotSupported or CrossDevice or NotTerminal => FileErrors.Unsupported,
        _ => FileErrors.Failed,
    };
}
