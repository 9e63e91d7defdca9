using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Modules;

/// <summary>The ways in which loading a kernel module can fail.</summary>
public static class ModuleErrors
{
    /// <summary>The kernel did not take the module: not there, built for another kernel, or one that it needs is missing.</summary>
    public static readonly ErrorCode LoadRefused = new("module.load.refused", ErrorKind.NotReady);
}
