using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Templates;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>A store of templates in memory; it outlives the "service", as a disk does.</summary>
internal sealed class WorldTemplates : ITemplates
{
    private readonly Dictionary<string, Template> whole = [];

    /// <summary>Keys of those that are begun and not sealed.</summary>
    public HashSet<string> Begun { get; } = [];

    public int Count => whole.Count;

    public Result<IReadOnlyList<Template>, LobsterError> List() => Result.Success<IReadOnlyList<Template>, LobsterError>([.. whole.Values]);

    public Result<Template, LobsterError> Find(string key) =>
        whole.TryGetValue(key, out var template) ? template : new LobsterError(TemplateErrors.Unknown, key);

    public TemplateFiles FilesOf(string key) => new(new SnapshotFiles($"/{key}/memory", $"/{key}/state"), $"/{key}/overlay.ext4");

    public Result<TemplateFiles, LobsterError> Begin(string key)
    {
        Begun.Clear();
        _ = Begun.Add(key);
        return FilesOf(key);
    }

    public Task<Result<Template, LobsterError>> SealAsync(Template draft, string overlay, CancellationToken cancellationToken)
    {
        _ = Begun.Remove(draft.Key);
        whole[draft.Key] = draft;
        return Task.FromResult(Result.Success<Template, LobsterError>(draft));
    }

    public Task<Result<Template, LobsterError>> VerifyAsync(string key, CancellationToken cancellationToken) => Task.FromResult(Find(key));

    public UnitResult<LobsterError> Remove(string key)
    {
        _ = Begun.Remove(key);
        _ = whole.Remove(key);
        return UnitResult.Success<LobsterError>();
    }
}
