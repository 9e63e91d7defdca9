using Lobsterd.Linux.Files;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Two files on the host's disk that bear witness to its death: one was flushed, the other was replaced and not flushed.</summary>
/// <remarks>Without them a disk that loses nothing would prove every power cut harmless.</remarks>
internal sealed class Witness(string root)
{
    private const string Old = "old";
    private const string New = "new";

    private string Flushed => Path.Combine(root, "witness-flushed");

    private string Unflushed => Path.Combine(root, "witness-unflushed");

    /// <summary>Writes them.</summary>
    internal void Write()
    {
        DurableFile.Replace(Unflushed, "old"u8, 0x180).Require();
        DurableFile.Replace(Flushed, "new"u8, 0x180).Require();
        File.WriteAllText(Unflushed + ".new", New);
        File.Move(Unflushed + ".new", Unflushed, overwrite: true);
    }

    /// <summary>Hears what they say of the death that the host has died, and removes them.</summary>
    internal void Hear(HostDeath death)
    {
        Assert.Equal(New, File.ReadAllText(Flushed));

        // An empty file: its new name was on the disk and its content was not.
        string[] lost = [Old, ""];
        var read = File.ReadAllText(Unflushed);
        if (death == HostDeath.PowerCut) Assert.Contains(read, lost);
        else Assert.Equal(New, read);
        foreach (var file in new DirectoryInfo(root).EnumerateFiles("witness-*")) file.Delete();
    }
}
