using System.CommandLine;
using System.CommandLine.Help;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class CommandLine
{
    private const string Name = "lobsterd";
    private const int HelpWidth = 100;
    private const int BrokenPipe = 32;
    private const int BrokenPipeCode = 141;    // as a shell tells of SIGPIPE

    private static readonly string[] HelpWords = ["--help", "-h", "-?", "/h", "/?"];

    // In the order in which help tells of them.
    private static readonly OrderedDictionary<string, Func<CommandFrame, Command>> Commands = new()
    {
        ["spawn"] = SpawnCommand.Build,
        ["suspend"] = SleepCommands.BuildSuspend,
        ["resume"] = SleepCommands.BuildResume,
        ["fork"] = ForkCommand.Build,
        ["stop"] = PowerCommands.BuildStop,
        ["start"] = PowerCommands.BuildStart,
        ["restart"] = PowerCommands.BuildRestart,
        ["set"] = SetCommand.Build,
        ["evict"] = EvictCommand.Build,
        ["tank"] = TankCommand.Build,
        ["logs"] = LogsCommand.Build,
        ["events"] = EventsCommand.Build,
        ["hold"] = WordCommands.BuildHold,
        ["why"] = WhyCommand.Build,
        ["schedules"] = SchedulesCommand.Build,
        ["stats"] = StatsCommand.Build,
        ["inspect"] = InspectCommand.Build,
        ["exec"] = ExecCommand.Build,
        ["cp"] = CopyCommand.Build,
        ["port-forward"] = ForwardCommand.Build,
        ["token"] = TokenCommand.Build,
        ["secrets"] = SecretsCommands.Build,
        ["configure"] = WorkloadCommands.BuildConfigure,
        ["devices"] = WorkloadCommands.BuildDevices,
        ["molt"] = MoltCommand.Build,
        ["watch"] = WatchCommand.Build,
        ["maintenance"] = WordCommands.BuildMaintenance,
        ["egress"] = EgressCommand.Build,
        ["snap"] = SnapCommands.Build,
        ["restore"] = RestoreCommand.Build,
        ["image"] = ImageCommands.Build,
        ["kernel"] = KernelCommands.Build,
        ["template"] = TemplateCommands.Build,
        ["upgrade"] = UpgradeCommand.Build,
        ["upgrade-plan"] = UpgradePlanCommand.Build,
        ["doctor"] = DoctorCommand.Build,
        ["init"] = InitCommand.Build,
        ["uninit"] = UninitCommand.Build,
        ["config"] = ConfigCommands.Build,
        ["buoy"] = BuoyCommand.Build,
        ["tokens"] = TokensCommands.Build,
        ["service"] = ServiceCommands.Build,
        ["version"] = VersionCommand.Build,
        ["completion"] = CompletionCommand.Build,
    };

    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = true, ResponseFileTokenReplacer = null };

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandWorld world, CancellationToken cancellationToken = default)
    {
        var screen = world.Screen;
        try
        {
            var code = await RunParsedAsync(BuildFor(arguments, world).Parse(arguments, Parsing), screen, cancellationToken);
            await screen.Out.FlushAsync(cancellationToken);
            return code;
        }
        catch (OperationCanceledException)
        {
            return ErrorReport.Write(screen, new LobsterError(ClientErrors.Interrupted, "interrupted"), isJson: false);
        }
        catch (IOException exception) when (exception.HResult == BrokenPipe)
        {
            // Whoever read us has had enough.
            return BrokenPipeCode;
        }
#pragma warning disable CA1031 // The process root: a bug is told in one line, with its place.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await screen.Error.WriteAsync($"lobsterd: a bug: {exception}\n");
            return 1;
        }
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Build(CommandWorld world)
    {
        var frame = new CommandFrame(world);
        var root = new RootCommand("Turns this host into a house for many tenants: each a virtual machine of its own, with its own network, disk and URL.")
        {
            frame.Root,
            frame.Json,
        };
        foreach (var build in Commands.Values) root.Add(build(frame));
        new TenantNames(frame).AttachTo(root);

        var help = (HelpOption)root.Options.First(option => option is HelpOption);
        var action = (HelpAction)help.Action!;
        action.MaxWidth = Math.Min(world.Screen.Width, HelpWidth);
        var exampled = new ExampledHelp(action);
        help.Action = exampled;
        root.SetAction(exampled.Invoke);
        return root;
    }

    // What is typed most often names its command first and asks for no help: a third of such a start would go into the other commands.
    private static Command BuildFor(IReadOnlyList<string> arguments, CommandWorld world)
    {
        if (arguments.Count == 0 || !Commands.TryGetValue(arguments[0], out var build) || arguments.Any(HelpWords.Contains)) return Build(world);
        var frame = new CommandFrame(world);
        return new Command(Name) { frame.Root, frame.Json, build(frame) };
    }

    private static async Task<int> RunParsedAsync(ParseResult parsed, Screen screen, CancellationToken cancellationToken)
    {
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            var error = new LobsterError(UsageErrors.ArgumentsInvalid, parsed.Errors[0].Message.TrimEnd('.'), $"{PathOf(parsed)} --help");
            return ErrorReport.Write(screen, error, parsed.Tokens.Any(token => token.Value == "--json"));
        }

        var invocation = new InvocationConfiguration
        {
            Output = screen.Out,
            Error = screen.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
            if (at is System.CommandLine.Parsing.CommandResult { Parent: not null } command) names.Insert(0, command.Command.Name);
        return string.Join(' ', names.Prepend(Name));
    }
}
