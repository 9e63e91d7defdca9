using Lobsterd.Linux.Jails;

namespace Lobsterd.Host.Jail;

/// <summary>What a VMM finds in its jail. Pure: says what, touches nothing.</summary>
/// <param name="Mounts">All that is shown.</param>
/// <param name="Environment">The VMM's whole environment.</param>
internal sealed record JailPlan(IReadOnlyList<JailMount> Mounts, IReadOnlyDictionary<string, string> Environment)
{
    // Every library in one folder that the loader is told of: which folders are built into it differs from distribution to distribution, and
    // the cache that knows them stays outside.
    private const string Libraries = "/lib";

    private static readonly string[] Always = ["/dev/null", "/dev/urandom"];

    /// <summary>The plan for a program.</summary>
    /// <param name="files">The program with all that it needs to start; each but the libraries stays at its path.</param>
    /// <param name="folders">Folders of data that it reads, e.g. QEMU's ROMs; they stay at their paths.</param>
    /// <param name="devices">Devices beside null and urandom.</param>
    internal static JailPlan For(ProgramFiles files, IReadOnlyList<string> folders, IReadOnlyList<string> devices) => new(
        [
            new JailMount(files.Program, files.Program),
            .. files.Modules.Select(module => new JailMount(module, module)),
            .. files.Interpreter is { } interpreter ? [new JailMount(interpreter, interpreter)] : Array.Empty<JailMount>(),
            .. files.Libraries.Select(library => new JailMount(library.Value, $"{Libraries}/{library.Key}")),
            .. folders.Select(folder => new JailMount(folder, folder)),
            .. Always.Concat(devices).Select(device => new JailMount(device, device, IsDevice: true)),
        ],
        new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Libraries, ["LC_ALL"] = "C" });
}
