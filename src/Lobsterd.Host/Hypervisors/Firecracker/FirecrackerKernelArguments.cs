namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>What the guest's kernel is told. Nothing of a tenant's: every guest can read it, Firecracker's log shows it, and a template has no tenant.</summary>
internal static class FirecrackerKernelArguments
{
    // reboot=k resets by the keyboard controller, the one way that Firecracker takes for an end, and a panic ends the VM at once. The i8042 has no
    // mouse and no multiplexer to look for. No serial port: a guest that writes to one costs its host an exit for each byte.
    internal const string Fixed = "reboot=k panic=-1 quiet 8250.nr_uarts=0 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce";
}
