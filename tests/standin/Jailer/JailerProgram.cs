using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>The jailer, step by step in the real one's order.</summary>
internal static class JailerProgram
{
    private static readonly ArgumentRule[] Rules =
    [
        new("id") { Required = true },
        new("exec-file") { Required = true },
        new("uid") { Required = true },
        new("gid") { Required = true },
        new("chroot-base-dir") { Default = "/srv/jailer" },
        new("netns"),
        new("daemonize", TakesValue: false),
        new("new-pid-ns", TakesValue: false),
        new("cgroup") { Repeatable = true },
        new("resource-limit") { Repeatable = true },
        new("cgroup-version") { Default = "1" },
        new("parent-cgroup"),
        new("version", TakesValue: false),
    ];

    internal static int Run(string[] words)
    {
        var started = StartClock.Now();
        var arguments = Parse(words);
        if (arguments.WantsHelp)
        {
            Kernel.Say("Jailer v1.16.1\n\n" + string.Concat(Rules.Select(rule => $"  --{rule.Name}\n")));
            return 0;
        }
        if (arguments.WantsVersion)
        {
            Kernel.Say("Jailer v1.16.1\n\n");
            return 0;
        }

        var plan = JailPlan.Check(arguments);
        var choice = StandinChoice.Beside(plan.ExecFile);
        JailFolder.Prepare(plan);
        JailSurroundings.Enter(plan);
        var devNull = plan.Daemonize ? Kernel.Open("/dev/null", 0) : -1;
        var userFaults = JailNodes.FindUserFaultMinor();
        JailRoot.Enter(plan, choice);
        JailNodes.Make(plan, userFaults);
        JailExec.Start(plan, started, devNull);
        return 0;
    }

    private static Arguments Parse(string[] words)
    {
        try
        {
            return Arguments.Parse(Rules, words);
        }
        catch (Fault fault)
        {
            throw new Fault($"Failed to parse arguments: {fault.Message}", $"ArgumentParsing({fault.Message})");
        }
    }
}
