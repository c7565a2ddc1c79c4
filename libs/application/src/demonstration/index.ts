export { DEMO_CAST, DEMO_LOGINS, DEMO_PASSWORD, demoBrandId, type DemoLogin, type DemoPerson } from './cast';
export { beginDemonstration, demonstrationIn, playDemonstration, type DemoStage } from './play';
