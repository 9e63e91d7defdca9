using System.Text.Json;

namespace Lobsterd.Standin.Interface;

/// <summary>What a test chose: the file <c>standin.json</c> beside the firecracker program. Without one: the null machine and its programs beside it.</summary>
/// <remarks>Set and not init: generated readers forget the defaults of init.</remarks>
public sealed record StandinChoice
{
    public const string FileName = "standin.json";

    /// <summary>Where the jailer puts it, in the jail.</summary>
    public const string Inside = "/.standin";

    /// <summary><c>null</c>, <c>qemu</c> (a real kernel, in software), or <c>none</c> (an API that nothing stands behind).</summary>
    public string Machine { get; set; } = "null";

    /// <summary>Absolute path of <c>lobsterd-null-vmm</c> on the host.</summary>
    public string? Vmm { get; set; }

    /// <summary>Absolute path of <c>lobsterd-guest</c> on the host.</summary>
    public string? Guest { get; set; }

    /// <summary>The rate of the host's time stamp counter in kHz, which a guest in software has to be told.</summary>
    public long TscKilohertz { get; set; }

    /// <summary>A folder on the host in which each VM gets a file of its requests, named after its id.</summary>
    public string? Record { get; set; }

    public IReadOnlyList<StandinFault> Faults { get; set; } = [];

    /// <summary>The choice for a firecracker program.</summary>
    public static StandinChoice Beside(string program)
    {
        var folder = Path.GetDirectoryName(program)!;
        var file = Path.Combine(folder, FileName);
        var choice = File.Exists(file) ? Parse(File.ReadAllText(file)) : new StandinChoice();
        return choice with
        {
            Vmm = choice.Vmm ?? Path.Combine(folder, "lobsterd-null-vmm"),
            Guest = choice.Guest ?? Path.Combine(folder, "lobsterd-guest"),
        };
    }

    public static StandinChoice Parse(string json) => JsonSerializer.Deserialize(json, StandinJson.Default.StandinChoice)!;

    public string Write() => JsonSerializer.Serialize(this, StandinJson.Default.StandinChoice);
}
