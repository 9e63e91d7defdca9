namespace Lobsterd.Domain.Diagnosis;

/// <summary>How a check of the host came out.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>lobsterd works, but less well or less safely than it could.</summary>
    Warn,

    /// <summary>Something that lobsterd needs is missing.</summary>
    Fail,

    /// <summary>It could not be read; never told as <see cref="Ok"/>.</summary>
    Unknown,
}
