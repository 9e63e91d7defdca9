using Lobsterd.Bench.Agent;
using Lobsterd.Bench.Cli;
using Lobsterd.Bench.Crowds;
using Lobsterd.Bench.Edge;
using Lobsterd.Bench.Pure;
using Lobsterd.Bench.Reef;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Sleep;
using Lobsterd.Bench.Tenants;
using Lobsterd.Bench.Walls;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench;

/// <summary>The one list of all figures: a new one is a class in its room's folder and a line here.</summary>
internal static class Figures
{
    internal static FigureRegistry All() => new(
    [
        new AgentCallFigure(),
        new EdgeRequestsFigure(),
        new EdgeLatencyFigure(),
        new EdgeMemoryFigure(),
        new RouteStepFigure(),
        new WallOpenFigure(),
        PacketCrowdFigure.Nftables(),
        PacketCrowdFigure.Iptables(),
        new ColdOwnWorkFigure(),
        .. ColdRun.Figures(),
        new TemplateFigure(),
        new TemplateBareFigure(),
        new SuspendFigure(),
        new ResumeOwnFigure(),
        AwakeBareFigure.OfResume(),
        new WakeFigure(),
        new WakeOwnFigure(),
        AwakeBareFigure.OfWake(),
        new ForkFigure(),
        PoolFigure.OfSpawn(),
        PoolFigure.OfWake(),
        new BirthOwnFigure(),
        new ServiceBirthFigure(),
        new CliBirthFigure(),
        new JailedBirthFigure(byCli: false),
        new JailedBirthFigure(byCli: true),
        new JailedBootFigure(),
        .. BatchRun.Figures(ofTemplate: false),
        .. BatchRun.Figures(ofTemplate: true),
        new CrowdBirthFigure(),
        new EvictFigure(),
        new EvictAddedFigure(StandMachine.Null, Machine.Null, bar: 20),
        new EvictAddedFigure(StandMachine.FirecrackerNull, Machine.StandinNull, bar: 25),
        new DeathToldFigure(StandMachine.Null, Machine.Null),
        new DeathToldFigure(StandMachine.Qemu, Machine.Qemu),
        new DeathToldFigure(StandMachine.FirecrackerNull, Machine.StandinNull),
        new RepairBegunFigure(),
        new RepairAnswerFigure(),
        .. RestRun.Figures(),
        .. AsleepRun.Figures(),
        .. TemplateMemoryRun.Figures(),
        new ReefRequestsFigure("reef.health", ReefPaths.Health, tenants: 0, bar: 0.7),
        new ReefRequestsFigure("reef.tenants", ReefPaths.Tenants, tenants: 100, bar: 0.5),
        new CliTimeFigure("cli.version", ["version"], tenants: 20, bar: 10),
        new CliTimeFigure("cli.tank", CliTimeFigure.Tank, tenants: 20, bar: 15),
        new CliMemoryFigure(),
        new PureCodeFigure<AgentReplyParsing>("pure.agent-reply", "reads an agent's longest usual reply", Bar.AtMost(Statistic.P50, 20_000)),
        new PureCodeFigure<TenantNameParsing>("pure.tenant-name", "checks a tenant's name of 32 characters", Bar.AtMost(Statistic.P50, 1_000)),
    ]);
}
