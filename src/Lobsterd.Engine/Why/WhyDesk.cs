using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Why;

/// <summary>Tells why a tenant is as it is: what holds now, and the last facts with their evidence.</summary>
public sealed class WhyDesk(RegistryBook registry, EventBook events, AwakeView view)
{
    /// <summary>Most facts of one answer.</summary>
    public const int Most = 200;

    private const int ToldSteps = 5;

    /// <summary>Answers for one tenant; what another tenant of its name did before is not told.</summary>
    /// <param name="name">The tenant's name.</param>
    /// <param name="last">How many facts at most, 1 to <see cref="Most"/>.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public async Task<Result<WhyAnswer, LobsterError>> AskAsync(string name, int last, CancellationToken cancellationToken)
    {
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        var told = await events.LastOfAsync(
            tenant.Name.Value, happened => happened.At >= tenant.CreatedAt && WhyFact.Of(happened) is not null, Math.Clamp(last, 1, Most), cancellationToken);
        var facts = told.Select(WhyFact.Of).OfType<WhyFact>().ToList();
        return new WhyAnswer(tenant, await view.LookAsync(tenant, cancellationToken), SlowOf(facts), facts);
    }

    private static string? SlowOf(IReadOnlyList<WhyFact> facts)
    {
        var timed = facts.LastOrDefault(fact => fact.Topic is WhyTopic.Power or WhyTopic.Woke && fact.Event is { Code: null, ElapsedMs: not null } && StepsOf(fact).Any());
        if (timed?.Event.ElapsedMs is not { } whole) return null;
        var steps = StepsOf(timed).OrderByDescending(step => step.Took).Take(ToldSteps)
            .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.Took:0} ms"));
        return string.Create(CultureInfo.InvariantCulture, $"{timed.Event.Kind} took {whole:0} ms: {string.Join(", ", steps)}");
    }

    private static IEnumerable<(string Name, double Took)> StepsOf(WhyFact fact) => (fact.Event.Evidence ?? new Dictionary<string, string>())
        .Where(entry => entry.Key.StartsWith(Evidence.Step, StringComparison.Ordinal))
        .Select(entry => (entry.Key[Evidence.Step.Length..], double.TryParse(entry.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var took) ? took : 0));
}
