using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether there is a Caddy to stand in front, and whether ours runs.</summary>
public sealed class CaddyExamination(LobsterdPaths paths, CaddyConfig config) : IExamination
{
    /// <inheritdoc/>
    public string Name => "caddy";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        if (config.Admin is { } admin) return new HostCheck(Name, CheckStatus.Ok, $"the configured one at {admin} is used", null);
        if (!File.Exists(config.Program))
            return new HostCheck(Name, CheckStatus.Fail, $"{config.Program} is not there", "install the package caddy, or set caddy.program");
        return await UnixDoor.AnswersAsync(paths.CaddyAdminSocket, cancellationToken)
            ? new HostCheck(Name, CheckStatus.Ok, $"{config.Program} runs and its admin socket answers", null)
            : new HostCheck(Name, CheckStatus.Warn, $"{config.Program} is there and does not run for us", "lobsterd init starts it");
    }
}
