using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>The ways in which a conversation with QEMU's monitor can fail.</summary>
public static class QmpErrors
{
    /// <summary>Nothing listens on the monitor's socket, or it took no connection.</summary>
    public static readonly ErrorCode ConnectFailed = new("qmp.connect.failed", ErrorKind.Unavailable);

    /// <summary>The connection ended: QEMU is gone, or closed it.</summary>
    public static readonly ErrorCode Lost = new("qmp.connection.lost", ErrorKind.Unavailable);

    /// <summary>No answer in the command's bound. The command may still be carried out.</summary>
    public static readonly ErrorCode Late = new("qmp.reply.late", ErrorKind.Unavailable);

    /// <summary>QEMU refused a command; its own words are in the message.</summary>
    public static readonly ErrorCode Refused = new("qmp.command.refused", ErrorKind.Conflict);

    /// <summary>What came is not QMP, is too long, or answers something that was never asked. The connection is closed.</summary>
    public static readonly ErrorCode Malformed = new("qmp.message.malformed", ErrorKind.Unavailable);
}
