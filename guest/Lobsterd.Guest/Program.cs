using System.Reflection;
using Lobsterd.Guest.Copying;
using Lobsterd.Guest.Forwarding;
using Lobsterd.Guest.Gateway;
using Lobsterd.Guest.Init;
using Lobsterd.Guest.Output;
using Lobsterd.Guest.ProcessMode;

switch (args)
{
    case ["gateway"]:
        return GatewayProgram.Run();
    case [CopyProgram.Word, .. var words]:
        return CopyProgram.Run(words);
    case [ConnectProgram.Word, .. var port]:
        return ConnectProgram.Run(port);
    case [ProcessModeOptions.Word, .. var options]:
        return ProcessModeProgram.Run(options);
    case ["--version"]:
        StandardStream.Say(typeof(GatewayProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
        return 0;
    // The kernel hands its init the words of its command line that it does not know, so any other words are no reason not to boot.
    case var _ when Environment.ProcessId == 1:
        return VirtualMachine.Run();
    default:
        StandardStream.Complain($"usage: lobsterd-guest gateway\n       {CopyProgram.Usage}\n       {ConnectProgram.Usage}\n       {ProcessModeOptions.Usage}\n       lobsterd-guest --version");
        return 2;
}
