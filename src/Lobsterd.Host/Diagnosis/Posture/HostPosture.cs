using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>All rows of the posture, read when they are asked for.</summary>
public sealed class HostPosture(HostTree host, PostureConfig config) : IHostPosture
{
    /// <summary>The rows as the doctor's examinations.</summary>
    public IEnumerable<IExamination> Examinations => PostureRows.All.Select(row => new PostureExamination(row, host, config.Waivers.GetValueOrDefault(row.Name)));

    /// <inheritdoc/>
    public UnitResult<LobsterError> Admit()
    {
        if (config.Mode != PostureConfig.Enforce) return UnitResult.Success<LobsterError>();
        var failing = PostureRows.All
            .Where(row => row.Severity == CheckSeverity.High && !config.Waivers.ContainsKey(row.Name))
            .Select(row => (row.Name, Finding: row.Examine(host)))
            .Where(row => row.Finding.Status != CheckStatus.Ok)
            .ToList();
        return failing.Count == 0
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(
                PostureErrors.Refused,
                $"this host is not safe enough for tenants: {string.Join("; ", failing.Select(row => $"{row.Name}: {row.Finding.Found}"))}",
                "lobsterd doctor says how to change it; posture.waivers names what you live with");
    }

    /// <inheritdoc/>
    public Result<IReadOnlyList<HostFix>, LobsterError> Fix()
    {
        var fixes = new List<HostFix>();
        foreach (var row in PostureRows.All)
        {
            if (row.Safe is not { } safe || row.Examine(host).Status != CheckStatus.Warn) continue;
            try
            {
                var before = host.Read(safe.File) ?? "";
                host.Write(safe.File, safe.Value);
                fixes.Add(new HostFix(row.Name, "/" + safe.File, before, host.Read(safe.File) ?? ""));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new LobsterError(PostureErrors.Unfixed, $"{row.Name}: {exception.Message}", row.Change);
            }
        }
        return fixes;
    }
}
