using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>What <c>spawn</c> takes. Ranges are the service's to check; here only what has to be read is read.</summary>
internal sealed class SpawnOptions
{
    private readonly Argument<string> name = CommandFrame.NewName($"The tenant's name: {TenantName.Rule}");
    private readonly Option<string> image = new("--image") { Description = "Name or hash of the image [default: images.default of the configuration]" };
    private readonly Option<string> from = new("--from") { Description = "A snap whose disk it gets; image and disk size are the snap's", HelpName = "NAME@SNAP" };
    private readonly SizeOptions size = new();
    private readonly Option<int?> port = new("--port") { Description = "The port on which the workload listens in the guest", HelpName = "PORT", CustomParser = Numbers.Parse };
    private readonly Option<string[]> publish = new("--publish") { Description = "A TCP port of the host that leads to one of the guest; may be repeated", HelpName = "HOSTPORT:PORT" };
    private readonly Option<string[]> env = new("--env", "-e") { Description = "A variable of the workload's environment; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> envFile = new("--env-file") { Description = "A file of NAME=VALUE lines; # begins a comment line; --env wins over it", HelpName = "FILE" };
    private readonly Option<string[]> secret = new("--secret") { Description = "A secret, whose value is a file's content; may be repeated", HelpName = "KEY=FILE" };
    private readonly Option<string> mode = new("--mode") { Description = "Who may put it to sleep: auto (when nothing comes for it), manual (you) or always-on (nobody) [default: manual]", HelpName = "MODE" };
    private readonly Option<string[]> label = Labels.Option("A label to find it by; may be repeated");
    private readonly Option<string> workload = new("--workload") { Description = "A workload of the configuration, or gateway or openclaw [default: the image's]" };

    private readonly Option<string> egress = new("--egress") { Description = $"Where the guest may go: {EgressPolicy.Rule} [default: open]", HelpName = "POLICY" };

    private readonly Option<string> rx = new("--rx") { Description = $"What the guest may receive: {RateLimit.Rule}; {RateLimit.None} for as much as it can [default: rates.rx of the configuration]", HelpName = "RATE" };
    private readonly Option<string> tx = new("--tx") { Description = "What the guest may send, as --rx [default: rates.tx]", HelpName = "RATE" };
    private readonly Option<string> diskRate = new("--disk-rate") { Description = $"What it may read and write on its disk: {RateLimit.RuleWithOperations} [default: rates.disk]", HelpName = "RATE" };

    internal void AddTo(Command command)
    {
        command.Arguments.Add(name);
        foreach (var option in (Option[])[image, from, .. size.All, port, publish, env, envFile, secret, workload, egress, rx, tx, diskRate, mode, label]) command.Options.Add(option);
    }

    /// <summary>The request as it goes to the service.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="usage.arguments.invalid">An option's value cannot be read.</error>
    /// <error code="usage.file.unreadable">A file of variables cannot be read.</error>
    internal Result<SpawnBody, LobsterError> Read(ParseResult parsed)
    {
        var tenant = parsed.GetRequiredValue(name);
        if (CommandFrame.CheckNames(tenant).TryGetError(out var badName)) return badName;
        if (size.Read(parsed).TryGetError(out var badSize, out var sizes)) return badSize;
        if (PublishedOf(parsed.GetValue(publish) ?? []).TryGetError(out var badPort, out var published)) return badPort;
        if (Variables.Read(parsed.GetValue(envFile) ?? [], parsed.GetValue(env) ?? []).TryGetError(out var badVariable, out var environment)) return badVariable;
        if (SecretFile.Read(parsed.GetValue(secret) ?? []).TryGetError(out var badSecret, out var secrets)) return badSecret;
        if (Labels.Read(parsed.GetValue(label) ?? []).TryGetError(out var badLabel, out var labels)) return badLabel;
        return new SpawnBody
        {
            Name = tenant,
            Image = parsed.GetValue(image),
            From = parsed.GetValue(from),
            Vcpus = sizes.Vcpus,
            MemoryMib = sizes.MemoryMib,
            DiskBytes = sizes.DiskBytes,
            Port = parsed.GetValue(port),
            Publish = published.Count > 0 ? published : null,
            Environment = environment.Count > 0 ? environment : null,
            Secrets = secrets.Count > 0 ? secrets : null,
            Workload = parsed.GetValue(workload),
            Mode = parsed.GetValue(mode),
            Labels = labels,
            Egress = parsed.GetValue(egress),
            Rx = parsed.GetValue(rx),
            Tx = parsed.GetValue(tx),
            DiskRate = parsed.GetValue(diskRate),
        };
    }

    private static Result<IReadOnlyList<PublishBody>, LobsterError> PublishedOf(IReadOnlyList<string> pairs)
    {
        var published = new List<PublishBody>();
        foreach (var pair in pairs)
        {
            var parts = pair.Split(':');
            if (parts.Length != 2 || !ushort.TryParse(parts[0], out var host) || !ushort.TryParse(parts[1], out var guest) || host == 0 || guest == 0)
                return Invalid($"--publish {PlainText.Of(pair, 32)} is no pair of ports", "it is HOSTPORT:PORT, each 1 to 65535, e.g. --publish 2222:22");
            published.Add(new PublishBody(host, guest));
        }

        return published;
    }

    private static LobsterError Invalid(string message, string? hint) => new(UsageErrors.ArgumentsInvalid, message, hint);
}
