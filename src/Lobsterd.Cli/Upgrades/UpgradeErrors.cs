using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Upgrades;

/// <summary>The ways in which an upgrade can fail.</summary>
public static class UpgradeErrors
{
    /// <summary>The folder is no release: a program is missing, does not run, or could be changed by somebody who is not root.</summary>
    public static readonly ErrorCode ReleaseInvalid = new("upgrade.release.invalid", ErrorKind.Invalid);

    /// <summary>There is no earlier release to go back to.</summary>
    public static readonly ErrorCode NothingKept = new("upgrade.release.none-kept", ErrorKind.NotFound);

    /// <summary>Another upgrade of the same installation is under way.</summary>
    public static readonly ErrorCode Held = new("upgrade.run.held", ErrorKind.Conflict);

    /// <summary>The installation's folder could not be changed; what was installed still is.</summary>
    public static readonly ErrorCode NotSwitched = new("upgrade.install.failed", ErrorKind.NotReady);

    /// <summary>The service of the other release did not start; the one before was put back.</summary>
    public static readonly ErrorCode PutBack = new("upgrade.service.failed", ErrorKind.NotReady);
}
