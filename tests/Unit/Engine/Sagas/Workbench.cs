using System.Text.Json.Serialization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Sagas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lobsterd.Tests.Unit.Engine.Sagas;

/// <summary>A small world and a saga that builds in it: five steps in four stages, each making one thing that its undo removes.</summary>
internal sealed class Workbench
{
    public static readonly ErrorCode Broken = new("test.step.broken", ErrorKind.Bug);

    private static readonly string[] StepNames = ["a", "b1", "b2", "c", "d"];

    private readonly FakeBoot boot = new(Guid.NewGuid());

    /// <summary>What stands on the host.</summary>
    public HashSet<string> World { get; } = [];

    public MemoryJournals Journals { get; } = new();

    /// <summary>The step whose act fails, after it has made its thing.</summary>
    public string? Failing { get; set; }

    /// <summary>The step whose undo fails.</summary>
    public string? FailingUndo { get; set; }

    /// <summary>Whether nothing is undone behind step c.</summary>
    public bool HasNoReturn { get; set; }

    public List<SagaProgress> Told { get; } = [];

    public static IReadOnlyList<string> Whole => StepNames;

    /// <summary>Where the runner's lines go.</summary>
    public ILogger<SagaRunner> Log { get; init; } = NullLogger<SagaRunner>.Instance;

    public SagaRunner Runner => new(Journals, boot, new FakeTimeProvider(), Log);

    public void Reboot() => boot.BootId = Guid.NewGuid();

    public SagaDefinition<Plan> Define(SagaRecovery recovery)
    {
        var saga = new SagaDefinition<Plan>("test.build", recovery, WorkbenchJson.Default.Plan, _ => null)
            .Then(new Step(this, "a"), (plan, _) => plan.Word, WorkbenchJson.Default.Made)
            .Then(new Step(this, "b1"), (_, done) => done.Of<Made>("a").Word, WorkbenchJson.Default.Made)
            .Beside(new Step(this, "b2"), (_, done) => done.Of<Made>("a").Word, WorkbenchJson.Default.Made)
            .Then(new Step(this, "c"), (_, done) => done.Of<Made>("b1").Word + done.Of<Made>("b2").Word, WorkbenchJson.Default.Made);
        if (HasNoReturn) saga = saga.NoReturn();
        return saga.Then(new Step(this, "d"), (_, done) => done.Of<Made>("c").Word, WorkbenchJson.Default.Made);
    }

    public Task<Result<SagaOutputs, LobsterError>> RunAsync(SagaRecovery recovery, CancellationToken cancellationToken) =>
        Runner.RunAsync(Define(recovery), new Plan("x"), Guid.CreateVersion7(), new Teller(Told), cancellationToken);

    /// <summary>What a new service does: takes up whatever the journals hold.</summary>
    public async Task<List<Result<bool, LobsterError>>> RestartAsync(SagaRecovery recovery, CancellationToken cancellationToken)
    {
        var results = new List<Result<bool, LobsterError>>();
        foreach (var unfinished in Runner.FindUnfinished().Value)
            results.Add(await Runner.RecoverAsync(Define(recovery), unfinished, new Teller(Told), cancellationToken));
        return results;
    }

    internal sealed record Plan(string Word);

    internal sealed record Made(string Word);

    private sealed class Step(Workbench bench, string name) : SagaStep<string, Made>
    {
        public override string Name => name;

        public override Task<Result<Made, LobsterError>> DoAsync(string input, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (bench.World) bench.World.Add(name);
            return Task.FromResult<Result<Made, LobsterError>>(
                bench.Failing == name ? new LobsterError(Broken, name) : new Made(input + name));
        }

        public override Task<UnitResult<LobsterError>> UndoAsync(string input, Made? output, CancellationToken cancellationToken)
        {
            if (bench.FailingUndo == name) return Task.FromResult(UnitResult.Failure(new LobsterError(Broken, name)));
            lock (bench.World) bench.World.Remove(name);
            return Task.FromResult(UnitResult.Success<LobsterError>());
        }
    }

    private sealed class FakeBoot(Guid bootId) : IHostBoot
    {
        public Guid BootId { get; set; } = bootId;
    }

    private sealed class Teller(List<SagaProgress> told) : IProgress<SagaProgress>
    {
        public void Report(SagaProgress value)
        {
            lock (told) told.Add(value);
        }
    }
}

[JsonSerializable(typeof(Workbench.Plan))]
[JsonSerializable(typeof(Workbench.Made))]
internal sealed partial class WorkbenchJson : JsonSerializerContext;
