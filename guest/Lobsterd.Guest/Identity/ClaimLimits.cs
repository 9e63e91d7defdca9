namespace Lobsterd.Guest.Identity;

/// <summary>The bounds of what a claim may carry.</summary>
internal static class ClaimLimits
{
    /// <summary>Size of the seed in bytes.</summary>
    internal const int EntropyBytes = 64;

    /// <summary>Longest token in characters.</summary>
    internal const int MostTokenLength = 256;

    /// <summary>Most resolvers: the C library reads no more.</summary>
    internal const int MostResolvers = 3;

    /// <summary>Bytes of the nonce that a VM is held under.</summary>
    internal const int NonceBytes = 32;

    /// <summary>Longest name of a workload or a user.</summary>
    internal const int MostNameLength = 64;

    /// <summary>Most items of a command line.</summary>
    internal const int MostArguments = 256;

    /// <summary>Most environment variables.</summary>
    internal const int MostVariables = 256;

    /// <summary>Longest path of a health question.</summary>
    internal const int MostPathLength = 1_024;

    /// <summary>Most files of a workload.</summary>
    internal const int MostFiles = 32;

    /// <summary>Longest name of an environment variable.</summary>
    internal const int MostVariableNameLength = 128;

    /// <summary>Longest argument or value in characters.</summary>
    internal const int MostTextLength = 32 << 10;

    /// <summary>Longest command line, and largest environment, in characters; execve(2) takes 2 MiB of both.</summary>
    internal const int MostTextTotal = 256 << 10;

    /// <summary>A clock before this is wrong.</summary>
    internal static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A clock after this is wrong.</summary>
    internal static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
