using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>config show|check|schema</c>.</summary>
internal static class ConfigCommands
{
    internal static Command Build(CommandFrame frame)
    {
        var show = new ExampledCommand("show", "Print the configuration in force, defaults included, as JSON.", "", "lobsterd config show | jq .hypervisor");
        frame.Handle(show, (shell, _, cancellationToken) => ShowAsync(shell, cancellationToken));

        var file = new Argument<string>("FILE") { Description = "The file [default: the root's etc/lobsterd/config.json]", Arity = ArgumentArity.ZeroOrOne };
        var check = new ExampledCommand(
            "check", "Check a configuration without using it.", "Every fault is told with its place. Needs no service.", "lobsterd config check new.json") { file };
        frame.Handle(check, async (shell, parsed, cancellationToken) => await CheckAsync(shell, parsed.GetValue(file) ?? shell.Paths.Config, cancellationToken));

        var schema = new ExampledCommand("schema", "Print the configuration's JSON Schema, for editors.", "", "lobsterd config schema > lobsterd.schema.json");
        frame.Handle(schema, async (shell, _, _) =>
        {
            await shell.Screen.Out.WriteAsync(ConfigJsonSchema.Render());
            return UnitResult.Success<LobsterError>();
        });

        return new ExampledCommand("config", "Show, check and describe the configuration.", "", "lobsterd config show", "lobsterd config check") { show, check, schema };
    }

    private static async Task<UnitResult<LobsterError>> ShowAsync(Shell shell, CancellationToken cancellationToken)
    {
        if ((await shell.Client.GetBytesAsync(ReefPaths.Config, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        shell.WriteBytes(bytes);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<UnitResult<LobsterError>> CheckAsync(Shell shell, string file, CancellationToken cancellationToken)
    {
        byte[] document;
        try
        {
            document = await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && file == shell.Paths.Config)
        {
            document = "{}"u8.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(UsageErrors.FileUnreadable, $"{file} cannot be read");
        }

        if (ConfigReader.Read(document).TryGetError(out var invalid)) return invalid.Under(file);
        await shell.Screen.Out.WriteAsync(shell.IsJson ? "{\"valid\":true}\n" : $"{file} is valid\n");
        return UnitResult.Success<LobsterError>();
    }
}
