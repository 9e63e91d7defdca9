using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Machine;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>A machine that is somebody else's: what would change it is noted instead. The ids are as random as a real machine's, since they are
/// asked of the kernel either way.</summary>
internal sealed class RecordedMachine(string root, CallRecord record) : IMachine
{
    private string bootId = "";
    private string hostName = "";

    /// <inheritdoc/>
    public UnitResult<LobsterError> Seed(ReadOnlySpan<byte> seed) => Note("seed", string.Create(CultureInfo.InvariantCulture, $"{seed.Length} bytes"));

    /// <inheritdoc/>
    public UnitResult<LobsterError> RenewIds()
    {
        var machineId = $"{MachineIds.New():N}";
        try
        {
            var folder = Path.Combine(root, "etc");
            _ = Directory.CreateDirectory(folder);
            if (IdentityFile.Write(Path.Combine(folder, "machine-id"), machineId + "\n").TryGetError(out var unwritten)) return unwritten;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(IdentityErrors.ApplyFailed, exception.Message);
        }

        _ = Note("machine-id", machineId);
        bootId = $"{MachineIds.New():D}";
        return Note("boot-id", bootId);
    }

    /// <inheritdoc/>
    public Result<MachineProof, LobsterError> Prove() =>
        IdentityFile.Read(Path.Combine(root, "etc/machine-id"))
            .Map(machineId => new MachineProof(machineId, bootId, hostName, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <inheritdoc/>
    public UnitResult<LobsterError> SetClock(DateTimeOffset now) => Note("clock", now.ToString("O", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public UnitResult<LobsterError> SetHostName(string name)
    {
        hostName = name;
        return Note("hostname", name);
    }

    /// <inheritdoc/>
    public Task RestartAsync(CancellationToken cancellationToken)
    {
        _ = Note("restart", "now");
        return Task.CompletedTask;
    }

    private UnitResult<LobsterError> Note(string call, string value)
    {
        record.Note(call, value);
        return UnitResult.Success<LobsterError>();
    }
}
