using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Cli.Commands;

/// <summary>What commands have around them; tests give them another.</summary>
/// <param name="screen">The standard streams.</param>
internal sealed class CommandWorld(Screen screen)
{
    /// <summary>The standard streams.</summary>
    internal Screen Screen { get; } = screen;

    /// <summary>Tells time.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes a service answer under a root.</summary>
    internal Func<LobsterdPaths, TimeProvider, ServiceStarter> Starter { get; init; } = ServiceStarter.OfHost;

    /// <summary>The root unless one is named.</summary>
    internal string DefaultRoot { get; init; } = Environment.GetEnvironmentVariable("LOBSTERD_ROOT") is { Length: > 0 } root ? root : "/";
}
