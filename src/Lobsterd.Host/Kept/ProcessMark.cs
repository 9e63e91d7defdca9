using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Kept;

/// <summary>What a process that was started is recognised by, when the service that started it is gone.</summary>
internal sealed record ProcessMark
{
    private const uint OwnerOnly = 0x180;    // 0600
    private const int MaxBytes = 64 << 10;
    private const string Deleted = " (deleted)";

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>Field 22 of <c>/proc/PID/stat</c>.</summary>
    public required long StartTicks { get; init; }

    /// <summary>The host's boot in which it started.</summary>
    public required Guid BootId { get; init; }

    /// <summary>Its executable, as the kernel named it right after the start.</summary>
    public required string Executable { get; init; }

    /// <summary>Its user.</summary>
    public required uint UserId { get; init; }

    /// <summary>The program that was asked for.</summary>
    public required string Program { get; init; }

    /// <summary>Which build of the program it was.</summary>
    public required string Build { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its capabilities.</summary>
    public required IReadOnlyList<int> Capabilities { get; init; }

    /// <summary>The mark of a child that runs.</summary>
    public static Result<ProcessMark, LobsterError> Of(ChildProcess child, KeptProgram program) =>
        ProcessTable.ExecutableOf(child.Pid).Map(executable => new ProcessMark
        {
            Pid = child.Pid,
            StartTicks = child.StartTicks,
            BootId = Linux.Processes.BootId.Current,
            Executable = executable,
            UserId = program.UserId,
            Program = program.Program,
            Build = program.Build,
            Arguments = program.Arguments,
            Capabilities = program.Capabilities,
        });

    /// <summary>Looks for a process that was started and whose service died before it wrote the mark: its user is nobody else's.</summary>
    public static ProcessMark? Search(KeptProgram program)
    {
        foreach (var stat in ProcessTable.Stats())
        {
            if (!ProcessTable.UserOf(stat.Pid).TryGetValue(out var user) || user != program.UserId) continue;
            if (!ProcessTable.ExecutableOf(stat.Pid).TryGetValue(out var executable)) continue;
            if (ProcessTable.ArgumentsOf(stat.Pid) is not { Count: > 0 } line) continue;
            return new ProcessMark
            {
                Pid = stat.Pid,
                StartTicks = stat.StartTicks,
                BootId = Linux.Processes.BootId.Current,
                Executable = executable,
                UserId = user,
                Program = program.Program,
                Build = program.Build,
                Arguments = [.. line.Skip(1)],
                Capabilities = program.Capabilities,
            };
        }

        return null;
    }

    /// <summary>Reads a mark; null when there is none, or none that can be read: then nothing is recognised by it.</summary>
    public static ProcessMark? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes) return null;
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), KeptJson.Default.ProcessMark);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the mark.</summary>
    public UnitResult<LobsterError> Write(string path) =>
        DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, KeptJson.Default.ProcessMark), OwnerOnly);

    /// <summary>Whether it was started as is wanted now.</summary>
    public bool IsOf(KeptProgram program) =>
        Program == program.Program && Build == program.Build && UserId == program.UserId
        && Arguments.SequenceEqual(program.Arguments) && Capabilities.SequenceEqual(program.Capabilities);

    /// <summary>Takes hold of the process that the mark means; null when it has ended.</summary>
    public PidFd? Find()
    {
        // The handle first, then the look: what is seen then is what the handle holds, or that has ended.
        if (BootId != Linux.Processes.BootId.Current || !PidFd.Open(Pid).TryGetValue(out var process)) return null;
        if (IsIt() && !process.HasExited) return process;
        process.Dispose();
        return null;
    }

    private bool IsIt() =>
        ProcessStat.Read(Pid).TryGetValue(out var stat) && stat.StartTicks == StartTicks && !stat.IsZombie
        && ProcessTable.UserOf(Pid).TryGetValue(out var user) && user == UserId
        && ProcessTable.ExecutableOf(Pid).TryGetValue(out var running) && NameOf(running) == NameOf(Executable);

    // An upgrade moves and removes the file beneath a running program, and the kernel's name of it follows.
    private static string NameOf(string executable)
    {
        var name = Path.GetFileName(executable);
        return name.EndsWith(Deleted, StringComparison.Ordinal) ? name[..^Deleted.Length] : name;
    }
}
