namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>How much dies when a command is broken off.</summary>
public enum HostDeath
{
    /// <summary>The service alone: all else runs on.</summary>
    None,

    /// <summary>The host: nothing is left but files, and they are as they were last written.</summary>
    Reboot,

    /// <summary>The host, by a power cut: nothing is left but files, and they are as they were last flushed.</summary>
    PowerCut,
}
