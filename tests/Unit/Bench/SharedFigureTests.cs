using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class SharedFigureTests
{
    private static readonly Progress<string> Nobody = new();

    private int taken;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_run_is_taken_once_and_each_figure_finds_its_own_in_it()
    {
        var run = new SharedRun<(double Cpu, double Memory)>((_, _, _) => Taken(Result.Success<(double, double), LobsterError>((1, 2))));
        var (cpu, memory) = (FigureOf(run, both => both.Cpu), FigureOf(run, both => both.Memory));

        Assert.Equal(2, (await memory.MeasureAsync(Effort.Full, Nobody, Token)).Value[Statistic.P50]);
        Assert.Equal(1, (await cpu.MeasureAsync(Effort.Full, Nobody, Token)).Value[Statistic.P50]);
        Assert.Equal(1, taken);
    }

    [Fact]
    public async Task a_run_that_fails_fails_each_figure_and_is_not_tried_again()
    {
        var run = new SharedRun<(double Cpu, double Memory)>((_, _, _) => Taken(Result.Failure<(double, double), LobsterError>(new LobsterError(BenchErrors.Lacking, "no KVM here"))));

        for (var figure = 0; figure < 2; figure++)
            Assert.Equal(BenchErrors.Lacking, (await FigureOf(run, both => both.Cpu).MeasureAsync(Effort.Quick, Nobody, Token)).Error.Code);
        Assert.Equal(1, taken);
    }

    private static SharedFigure<(double Cpu, double Memory)> FigureOf(SharedRun<(double Cpu, double Memory)> run, Func<(double Cpu, double Memory), double> read) =>
        new(run, both => Measurement.Of(new SampleSet([read(both)])))
        {
            Subject = Subject.Of("rest.cpu", Machine.Null),
            Summary = "what is known",
            Unit = "%",
            Bar = null,
        };

    private Task<Result<(double Cpu, double Memory), LobsterError>> Taken(Result<(double Cpu, double Memory), LobsterError> outcome)
    {
        taken++;
        return Task.FromResult(outcome);
    }
}
