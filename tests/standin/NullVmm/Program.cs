using Lobsterd.Standin.NullVmm;

// lobsterd-null-vmm TAP INTERFACE PROGRAM ARGUMENT...: runs PROGRAM as a guest on INTERFACE, whose other end is TAP. PROGRAM itself asks the kernel to
// end with us (the guest's process mode does, by --ends-with parent): posix_spawn cannot ask for it, and a program in between costs a start.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: lobsterd-null-vmm TAP INTERFACE PROGRAM ARGUMENT...");
    return 2;
}

var ran = NullMachine.Run(args[0], args[1], args[2], args[3..]);
if (ran.IsSuccess) return ran.Value;
Console.Error.WriteLine($"lobsterd-null-vmm: {ran.Error.FullMessage}");
return 1;
