using Lobsterd.Standin.Interface;
Kernel.Say("hello\n");
return 0;
