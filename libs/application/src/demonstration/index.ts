export { DEMO_CAST, demoBrandId, type DemoLogin, type DemoPerson } from './cast';
export { beginDemonstration, demonstrationBegun, demonstrationIn, playDemonstration, type DemoStage } from './play';
export { demonstratedYear } from './story';
