using System.Text.RegularExpressions;

namespace Lobsterd.Domain.Config;

/// <summary>What may stand in the configuration about workloads.</summary>
internal static partial class WorkloadSchema
{
    private const int MostArguments = 256;

    private static readonly ConfigType.Text Plain = new("a text without zero bytes", ConfigSchema.IsPlain);
    private static readonly ConfigType.ListOf CommandLine = new(Plain, MostArguments);

    internal static ConfigType.MapOf Providers { get; } = new("a provider's name: lower-case letters, digits and hyphens", IsName, new ConfigType.Section([
        new("secret", new ConfigType.Text("a variable's name: letters, digits and underscores", IsVariable), "The secret that holds its key, and the variable that the workload reads it from."),
        new("model", new ConfigType.Text("PROVIDER/MODEL", text => Model().IsMatch(text)), "The model that is asked unless another one is chosen."),
    ]), ConfigEntry.Provider);

    internal static ConfigType.MapOf Workloads { get; } = new("a workload's name: lower-case letters, digits and hyphens", IsName, new ConfigType.Section([
        new("command", CommandLine, "Program and arguments in the guest; {port} stands for the port. Empty: the demo gateway."),
        new("user", new ConfigType.Text("a user other than root", text => IsName(text) && text != "root"), "The guest's user that it runs as."),
        new("port", new ConfigType.Integer(1, 65_535), "The port on which it answers; not the agent's 52 and 53."),
        new("memoryMib", new ConfigType.Integer(64, 1_048_576, IsOptional: true), "Memory in MiB of a tenant that says nothing else; null: the host's default."),
        new("healthPath", new ConfigType.Text("a path of visible ASCII that begins with /, or null", IsHealthPath, IsOptional: true),
            "A path that it answers over HTTP, without an error, once it can serve; null: an open port says so."),
        new("readyTimeoutMs", new ConfigType.Integer(100, 600_000, IsOptional: true), "Longest wait for it to serve, from its start, in milliseconds; null: agent.workloadTimeoutMs."),
        new("environment", new ConfigType.MapOf("a variable's name: letters, digits and underscores", IsVariable, Plain),
            "Its environment; {port} and {gatewayToken} stand for the port and for the tenant's generated token."),
        new("files", new ConfigType.MapOf("an absolute path without . and .. as parts", IsFile, new ConfigType.Section([
            new("mode", new ConfigType.Text("an octal mode such as 0600", text => Mode().IsMatch(text)), "Its mode."),
            new("content", Plain, "What it holds; {port} stands for the port. No place for secrets."),
        ]), ConfigEntry.File), "Files that its user owns, by path; one that is there already stays as it is."),
        new("secrets", new ConfigType.MapOf("a secret's key: letters, digits and underscores", IsVariable, new ConfigType.Choice([WorkloadConfig.AsEnvironment, WorkloadConfig.AsFile])),
            "How its secrets reach it, by key; a secret that is not named comes as the file /run/secrets/KEY."),
        new("onSecrets", new ConfigType.Choice([WorkloadConfig.Restarts, WorkloadConfig.Keeps]), "What becomes of it when a secret changes: it is started again, or looks after it by itself."),
        new("inTemplate", new ConfigType.Choice([WorkloadConfig.NotInTemplate, WorkloadConfig.Loaded]),
            "Whether its program waits in templates for its tenant; loaded: only for one that reads its variables when LOBSTER_AWAITS_TENANT says so."),
        new("beforeSleep", CommandLine,
            "Program and arguments that are run in the guest, as its user, before its tenant falls asleep, within 10 s: what cannot wait is laid down there. Another exit code than 0: not now. Empty: nothing."),
        new("commands", new ConfigType.MapOf("a command's name: lower-case letters, digits and hyphens", IsName, CommandLine),
            "Commands of its own in the guest, by name: lobsterd configure and lobsterd devices run those."),
    ]), ConfigEntry.Workload);

    private static bool IsHealthPath(string text) => text.StartsWith('/') && text.Length <= 1_024 && text.All(c => c is > ' ' and < (char)0x7F);

    private static bool IsName(string text) => ConfigSchema.Word().IsMatch(text);

    private static bool IsVariable(string text) => Variable().IsMatch(text);

    private static bool IsFile(string text) =>
        ConfigSchema.IsPath(text) && text.Length > 1 && text.Split('/').Skip(1).All(part => part is not ("" or "." or ".."));

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^0?[0-7]{3}\z")]
    private static partial Regex Mode();

    [GeneratedRegex(@"^[a-z0-9-]{1,64}/[A-Za-z0-9._:/-]{1,128}\z")]
    private static partial Regex Model();
}
