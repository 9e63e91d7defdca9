using System.Diagnostics;
using Lobsterd.Engine.Sagas;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Sagas;

/// <summary>What a saga leaves of itself where people look for its time: a line and a span for each step.</summary>
public sealed class SagaTraceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task each_step_is_one_line_with_tenant_saga_and_step()
    {
        var lines = new Lines();
        Assert.True((await new Workbench { Log = lines }.RunAsync(SagaRecovery.Forward, Token)).IsSuccess);
        var steps = lines.Told.Where(line => line.ContainsKey("Step")).ToList();

        Assert.Equal(Workbench.Whole.Order(), steps.Select(line => (string)line["Step"]!).Order());
        Assert.All(steps, line => Assert.Equal("test.build", line["Kind"]));
        Assert.Single(steps.Select(line => line["Saga"]).Distinct());
        Assert.All(steps, line => Assert.True(line.ContainsKey("Tenant")));
    }

    [Fact]
    public async Task each_step_is_one_span_with_its_saga_and_so_is_each_undo()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Lobsterd.Engine.Sagas",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans) spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        List<Activity> mine;
        using (var around = new Activity("of-the-test").Start())
        {
            _ = await new Workbench { Failing = "d" }.RunAsync(SagaRecovery.Forward, Token);

            // Other tests run sagas meanwhile.
            lock (spans) mine = [.. spans.Where(span => span.TraceId == around.TraceId)];
        }

        string[] wanted = [.. Workbench.Whole, .. Workbench.Whole.Select(step => $"{step}.undo"), "test.build"];
        Assert.Equal(wanted.Order(), mine.Select(span => span.OperationName).Order());
        Assert.Single(mine.Select(span => span.GetTagItem("lobsterd.saga")).Distinct());
        Assert.All(mine, span => Assert.Equal("test.build", span.GetTagItem("lobsterd.kind")));
    }

    // What is told at the level that a service has unless somebody asks for more.
    private sealed class Lines : ILogger<SagaRunner>
    {
        public List<Dictionary<string, object?>> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || state is not IEnumerable<KeyValuePair<string, object?>> values) return;
            lock (Told) Told.Add(values.ToDictionary());
        }
    }
}
