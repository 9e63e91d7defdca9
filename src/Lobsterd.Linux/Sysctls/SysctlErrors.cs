using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Sysctls;

/// <summary>The ways in which kernel settings can fail.</summary>
public static class SysctlErrors
{
    /// <summary>A setting could not be read or written; mostly <c>/proc/sys</c> is read-only here.</summary>
    public static readonly ErrorCode Refused = new("sysctl.setting.refused", ErrorKind.NotReady);
}
