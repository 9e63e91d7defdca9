using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Daemon.Composition;

/// <summary>The service's command line: <c>--root DIR</c>, <c>--ready-fd N</c>.</summary>
/// <param name="Root">Its root.</param>
/// <param name="ReadyFd">A descriptor to write one byte to once it answers; null for none.</param>
public sealed record ServiceOptions(string Root, int? ReadyFd)
{
    /// <summary>Reads it; the environment's <c>LOBSTERD_ROOT</c> stands in for a missing <c>--root</c>.</summary>
    /// <error code="config.root.invalid">The root is no absolute path, or too long for a socket's path.</error>
    public static Result<ServiceOptions, LobsterError> Parse(IReadOnlyList<string> arguments, string? environmentRoot)
    {
        var root = string.IsNullOrEmpty(environmentRoot) ? "/" : environmentRoot;
        int? ready = null;
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--root" when value is not null:
                    root = value;
                    break;
                case "--ready-fd" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var fd) && fd > 2:
                    ready = fd;
                    break;
                default:
                    return new LobsterError(ConfigErrors.RootInvalid, $"unexpected argument '{arguments[i]}'", "usage: lobsterd-service [--root DIR] [--ready-fd N]");
            }
        }

        return LobsterdPaths.Parse(root).Map(_ => new ServiceOptions(root, ready));
    }
}
