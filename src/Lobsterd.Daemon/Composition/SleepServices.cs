using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Verify;
using Lobsterd.Engine.Upgrades;
using Lobsterd.Engine.Wake;
using Lobsterd.Engine.Wake.Schedules;
using Lobsterd.Engine.Why;

namespace Lobsterd.Daemon.Composition;

/// <summary>Falling asleep, and waking.</summary>
internal static class SleepServices
{
    internal static IServiceCollection AddSleep(this IServiceCollection services) => services
        .AddSingleton<DozeStep>()
        .AddSingleton<ParkStep>()
        .AddSingleton<GuestHold>()
        .AddSingleton<SleepHook>()
        .AddSingleton<QuietStep>()
        .AddSingleton<SaveStateStep>()
        .AddSingleton<AsleepStep>()
        .AddSingleton<EndStep>()
        .AddSingleton<SuspendSaga>()
        .AddSingleton<SuspendCommand>()
        .AddSingleton<RouseStep>()
        .AddSingleton<ReattachStep>()
        .AddSingleton<RestoreStep>()
        .AddSingleton<ColdBoot>()
        .AddSingleton<WakeStep>()
        .AddSingleton<ResumeSteps>()
        .AddSingleton<UnparkStep>()
        .AddSingleton<AwakeStep>()
        .AddSingleton<ForgetStateStep>()
        .AddSingleton<ResumeSaga>()
        .AddSingleton<ResumeSurroundings>()
        .AddSingleton<ResumeCommand>()
        .AddSingleton<LoadStep>()
        .AddSingleton<VerifySaga>()
        .AddSingleton<VerifyTrial>()
        .AddSingleton<VerifyCommand>()
        .AddSingleton<VerifyDesk>()
        .AddHostedService<VerifyKeeper>()
        .AddSingleton<SleepSettling>()
        .AddSingleton<SleepCommands>()
        .AddSingleton<WakeDesk>()
        .AddHostedService<WakeKeeper>()
        .AddSingleton<GuestAgenda>()
        .AddSingleton<ScheduleDesk>()
        .AddHostedService<ScheduleKeeper>()
        .AddSingleton<Holds>()
        .AddSingleton<IdleDesk>()
        .AddSingleton<IdleView>()
        .AddSingleton<PressureDesk>()
        .AddHostedService<PressureKeeper>()
        .AddSingleton<AwakeView>()
        .AddSingleton<WhyDesk>()
        .AddSingleton<UpgradePlanner>()
        .AddHostedService<IdleKeeper>();
}
